import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";

const MINUTE = 60000;
/** On the bus when a person finished a task: the counter does not wait a minute. */
export const TASK_FINISHED = "bpmn_task_finished";

/** How many tasks wait for this person; red when one is late, amber when one soon is. */
export class TaskCounter extends Component {
    static template = "wbs_module.TaskCounter";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ shown: false, total: 0, late: 0, soon: 0 });
        onWillStart(async () => {
            this.state.shown = await user.hasGroup("wbs_module.group_bpmn_user");
            if (this.state.shown) {
                await this.count();
                this.timer = setInterval(() => this.count(), MINUTE);
            }
        });
        useBus(this.env.bus, TASK_FINISHED, () => this.count());
        onWillUnmount(() => clearInterval(this.timer));
    }

    get colour() {
        if (this.state.late) {
            return "text-bg-danger";
        }
        return this.state.soon ? "text-bg-warning" : "text-bg-secondary";
    }

    async count() {
        try {
            Object.assign(
                this.state,
                await this.orm.silent.call("bpmn.task", "count_mine", [])
            );
        } catch {
            // The server is away: the next minute tells.
        }
    }

    open() {
        this.action.doAction("wbs_module.bpmn_task_action", { clearBreadcrumbs: true });
    }
}

registry
    .category("systray")
    .add("wbs_module.task_counter", { Component: TaskCounter }, { sequence: 30 });
