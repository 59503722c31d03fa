import { _t } from "@web/core/l10n/translation";
import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { useSetupAction } from "@web/search/action_hook";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onMounted, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { Comparison } from "./comparison";
import { Draft } from "./draft";
import { DrawingTool } from "./drawing_tool";
import { FileExchange } from "./file_exchange";
import { Panel } from "./panel/panel";
import { Problems } from "./problems";
import { StepsTable } from "./steps_table";
import { Trial } from "./trial";
import { Versions } from "./versions";

const CHECK_MILLISECONDS = 600;

/** The process owner's room: canvas, properties, problems, trial, comparison. */
export class Workbench extends Component {
    static template = "wbs_module.Workbench";
    static components = {
        Comparison,
        FileExchange,
        Layout,
        Panel,
        Problems,
        StepsTable,
        Trial,
        Versions,
    };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.canvas = useRef("canvas");
        this.state = useState({
            ready: false,
            failed: "",
            view: "canvas",
            side: "panel",
            turn: 0,
            problems: null,
            selectedId: null,
        });
        this.draft = useState(new Draft(this.orm, this.processId));
        onWillStart(async () => {
            this.process = await this.draft.open();
            this.env.config.setDisplayName(this.process.name);
        });
        onMounted(() => this.start());
        onWillUnmount(() => this.stop());
        useSetupAction({
            beforeLeave: () => this.draft.flush(),
            beforeVisibilityChange: () => this.draft.flush(),
            beforeUnload: (ev) => {
                if (this.draft.isDirty) {
                    this.draft.flush();
                    ev.preventDefault();
                    ev.returnValue = "unsaved";
                }
            },
        });
    }

    get processId() {
        const { params = {}, context = {} } = this.props.action;
        return params.process_id || context.active_id;
    }

    sideWords(side) {
        return {
            panel: _t("Properties"),
            trial: _t("Try"),
            comparison: _t("Compare"),
            versions: _t("Versions"),
        }[side];
    }

    get display() {
        return { controlPanel: {} };
    }

    async start() {
        try {
            this.tool = await DrawingTool.create(this.canvas.el, this.process.key);
            this.draft.source = () => this.tool.xml();
            await this.tool.open(this.process.xml);
        } catch (error) {
            this.state.failed = error.message || String(error);
            return;
        }
        this.tool.listen({
            changed: () => this.changed(),
            selected: () => this.selected(),
        });
        this.state.ready = true;
        // The panel beside the canvas takes its room first.
        setTimeout(() => this.tool?.fit());
        this.draft.watch();
        this.check();
    }

    stop() {
        clearTimeout(this.checking);
        this.draft.stop();
        this.tool?.destroy();
        this.tool = null;
    }

    changed() {
        this.state.turn++;
        this.draft.changed();
        clearTimeout(this.checking);
        this.checking = setTimeout(() => this.check(), CHECK_MILLISECONDS);
    }

    selected() {
        this.state.selectedId = this.tool.selected?.id || null;
        // Beside the list of versions nobody sees what a chosen element says.
        if (this.state.selectedId && this.state.side === "versions") {
            this.setSide("panel");
        }
        this.state.turn++;
    }

    async check() {
        if (!this.tool) {
            return;
        }
        const xml = await this.tool.xml();
        const problems = await this.orm.silent.call("bpmn.process", "modeling_check", [
            [this.processId],
            xml,
        ]);
        if (!this.tool) {
            return;
        }
        this.state.problems = problems;
        const of = (severity) =>
            problems
                .filter((each) => each.severity === severity && each.element_id)
                .map((each) => each.element_id);
        this.tool.mark("problems", {
            o_bpmn_error: of("error"),
            o_bpmn_warning: of("warning"),
        });
    }

    /** Show an element where the reader is: on the canvas, with its properties. */
    show(id) {
        if (this.state.view !== "canvas") {
            this.state.view = "canvas";
        }
        if (this.tool.select(id)) {
            this.state.selectedId = id;
        } else {
            this.tool.deselect();
        }
        this.state.turn++;
    }

    showWithProperties(id) {
        this.state.side = "panel";
        this.tool.mark("trial", {});
        this.tool.mark("comparison", {});
        this.tool.badges("trial", {});
        this.show(id);
    }

    setSide(side) {
        if (side !== this.state.side) {
            this.tool.mark("trial", {});
            this.tool.mark("comparison", {});
            this.tool.badges("trial", {});
            this.state.side = side;
        }
    }

    get saveWords() {
        const draft = this.draft;
        if (draft.conflict) {
            return "";
        }
        if (draft.refusal) {
            return _t("Not saved: %s", draft.refusal);
        }
        if (draft.saving || draft.isDirty) {
            return _t("Saving …");
        }
        return draft.savedAt
            ? _t("Draft saved at %s", draft.savedAt)
            : _t("Draft saved");
    }

    get inForceWords() {
        const version = this.draft.inForce;
        return version
            ? _t("In force: version %(number)s since %(day)s", {
                  number: version.number,
                  day: toLocaleDateTimeString(deserializeDateTime(version.since)),
              })
            : _t("No version is in force yet");
    }

    get conflictWords() {
        const { changed_by, changed_at } = this.draft.conflict;
        return _t("%(who)s changed this draft at %(when)s.", {
            who: changed_by,
            when: toLocaleDateTimeString(deserializeDateTime(changed_at)),
        });
    }

    /** Load the drawing that is kept now, with nothing of what stands here. */
    async reload() {
        this.draft.forget();
        this.process = await this.draft.open();
        await this.tool.open(this.process.xml);
        this.selected();
        this.check();
    }

    async replaceTheirs() {
        await this.draft.save({ replace: true });
    }

    async load(xml) {
        await this.tool.open(xml);
        this.selected();
        this.changed();
    }

    async deploy() {
        if (!(await this.draft.flush())) {
            return;
        }
        // As a button does: the server completes the action for the web client.
        await this.action.doActionButton({
            type: "object",
            name: "action_deploy",
            resModel: "bpmn.process",
            resId: this.processId,
            resIds: [this.processId],
            context: user.context,
            onClose: () => this.draft.refresh(),
        });
    }
}

registry.category("lazy_components").add("wbs_module.Workbench", Workbench);
