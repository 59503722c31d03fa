import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";

const MINUTE = 60000;

/** How many tasks wait for this person; red when one is late. Numbers only. */
export class TaskCounter extends Component {
    static template = "wbs_module.TaskCounter";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ shown: false, total: 0, late: 0 });
        onWillStart(async () => {
            this.state.shown = await user.hasGroup("wbs_module.group_bpmn_user");
            if (this.state.shown) {
                await this.count();
                this.timer = setInterval(() => this.count(), MINUTE);
            }
        });
        onWillUnmount(() => clearInterval(this.timer));
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
