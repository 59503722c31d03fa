import { RPCError } from "@web/core/network/rpc";
import { markRaw } from "@odoo/owl";

const { DateTime } = luxon;
const SAVE_MILLISECONDS = 1_500;
const LOOK_MILLISECONDS = 15_000;

/**
 * The draft on the server: saved a moment after each change, never over what a colleague
 * saved meanwhile.
 */
export class Draft {
    constructor(orm, processId) {
        this.orm = markRaw(orm);
        this.processId = processId;
        this.forget();
        this.inForce = false;
        this.source = null;
    }

    forget() {
        clearTimeout(this.timer);
        this.isDirty = false;
        this.saving = false;
        this.refusal = "";
        this.conflict = null;
        this.savedAt = "";
    }

    async call(method, ...args) {
        return this.orm.silent.call("bpmn.process", method, [[this.processId], ...args]);
    }

    async open() {
        const opened = await this.call("modeling_open");
        this.revision = opened.revision;
        this.inForce = opened.in_force;
        return opened;
    }

    changed() {
        this.isDirty = true;
        if (!this.conflict) {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.save(), SAVE_MILLISECONDS);
        }
    }

    /** Save what is not saved yet; answers whether the server holds what stands here. */
    async flush() {
        clearTimeout(this.timer);
        if (this.running) {
            await this.running;
        }
        return this.isDirty ? this.save() : !this.conflict;
    }

    save(options = {}) {
        this.running = this.doSave(options).finally(() => {
            this.running = null;
        });
        return this.running;
    }

    async doSave({ replace = false }) {
        if (!this.source || (this.conflict && !replace)) {
            return false;
        }
        this.saving = true;
        this.isDirty = false;
        try {
            const xml = await this.source();
            const answer = await this.call("modeling_save", xml, this.revision, replace);
            if (!answer.saved) {
                this.isDirty = true;
                this.conflict = answer;
                return false;
            }
            Object.assign(this, { revision: answer.revision, refusal: "", conflict: null });
            this.savedAt = DateTime.now().toFormat("HH:mm:ss");
            return true;
        } catch (error) {
            this.isDirty = true;
            if (error instanceof RPCError) {
                this.refusal = error.data?.message || error.message;
            } else {
                // The server is out of reach: what stands here stays, and is tried again.
                this.timer = setTimeout(() => this.save(), SAVE_MILLISECONDS * 4);
            }
            return false;
        } finally {
            this.saving = false;
        }
    }

    /** Look now and then whether a colleague saved another draft. */
    watch() {
        this.looking = setInterval(() => this.look(), LOOK_MILLISECONDS);
    }

    async look() {
        if (this.saving || this.conflict) {
            return;
        }
        const before = this.revision;
        try {
            const state = await this.call("modeling_state");
            const unchangedHere = !this.saving && before === this.revision;
            if (unchangedHere && state.revision !== this.revision) {
                this.conflict = state;
            }
        } catch {
            // Out of reach for a moment; the next look tells.
        }
    }

    async refresh() {
        const state = await this.call("modeling_state");
        this.inForce = state.in_force;
    }

    stop() {
        clearTimeout(this.timer);
        clearInterval(this.looking);
    }
}
