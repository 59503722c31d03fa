import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, useState } from "@odoo/owl";

/**
 * The form of a task as the drawing declares it, and its outcomes as buttons.
 *
 * What is typed lives here only until the task is finished: free text never becomes a
 * value of a record. The server checks everything again.
 */
export class TaskForm extends Component {
    static template = "wbs_module.TaskForm";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ values: {}, busy: false });
    }

    get form() {
        return this.props.record.data[this.props.name] || { fields: [], outcomes: [] };
    }

    get outcomes() {
        return this.form.outcomes.length
            ? this.form.outcomes
            : [{ value: "", label: _t("Finish the task") }];
    }

    inputId(field) {
        return `task_field_${field.name}`;
    }

    setValue(field, ev) {
        const input = ev.target;
        this.state.values[field.name] =
            field.type === "boolean" ? input.checked : input.value;
    }

    serverValues() {
        const values = {};
        for (const field of this.form.fields) {
            const value = this.state.values[field.name];
            if (value === undefined || value === "") {
                continue;
            }
            values[field.name] =
                field.type === "datetime" ? value.replace("T", " ") : value;
        }
        return values;
    }

    async finish(outcome) {
        const taskId = this.props.record.resId;
        this.state.busy = true;
        try {
            await this.orm.call("bpmn.task", "complete", [
                [taskId],
                outcome.value || false,
                this.serverValues(),
            ]);
        } finally {
            this.state.busy = false;
        }
        this.state.values = {};
        this.notification.add(_t("The task is finished."), { type: "success" });
        await this.goOn(taskId);
    }

    /** To the next task of the same matter, or of this person; else to the list. */
    async goOn(taskId) {
        const next = await this.orm.call("bpmn.task", "get_next", [[taskId]]);
        if (!next) {
            return this.action.doAction("wbs_module.bpmn_task_action", {
                clearBreadcrumbs: true,
            });
        }
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "bpmn.task",
                res_id: next,
                views: [[false, "form"]],
            },
            { stackPosition: "replaceCurrentAction" }
        );
    }
}

registry.category("fields").add("bpmn_task_form", {
    component: TaskForm,
    displayName: _t("Form of a task"),
    supportedTypes: ["json"],
});
