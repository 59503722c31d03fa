import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { Component, reactive, useExternalListener, useRef, useState } from "@odoo/owl";

/**
 * What was typed into tasks that are not finished yet, by the task's id.
 *
 * In the memory of this tab only, so that a look at the case or a letter loses
 * nothing, and no disk learns what was written.
 */
const typed = reactive(new Map());

/**
 * The form of a task as the drawing declares it, and its outcomes as buttons.
 *
 * What is typed lives in this tab only until the task is finished: free text never
 * becomes a value of a record. The server checks everything again.
 */
export class TaskForm extends Component {
    static template = "wbs_module.TaskForm";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({ busy: false });
        this.typed = useState(typed);
        this.root = useRef("root");
        useExternalListener(window, "beforeunload", (ev) => this.holdBack(ev));
    }

    /** The browser asks before it closes a tab in which something was written. */
    holdBack(ev) {
        if (Object.values(this.values).some(Boolean)) {
            ev.preventDefault();
        }
    }

    get values() {
        return this.typed.get(this.props.record.resId) || {};
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
        this.typed.set(this.props.record.resId, {
            ...this.values,
            [field.name]: field.type === "boolean" ? input.checked : input.value,
        });
    }

    serverValues() {
        const values = {};
        for (const field of this.form.fields) {
            const value = this.values[field.name];
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
        this.typed.delete(taskId);
        await this.goOn(taskId);
    }

    /** To the next task of the same matter, or of this person; else to the list. */
    async goOn(taskId) {
        const next = await this.orm.call("bpmn.task", "get_next", [[taskId]]);
        if (!next) {
            this.notification.add(_t("The task is finished."), { type: "success" });
            return this.action.doAction("wbs_module.bpmn_task_action", {
                clearBreadcrumbs: true,
            });
        }
        // In place, as the pager does: the way back to the list stays where it was.
        const { model } = this.props.record;
        const others = model.root.resIds.filter((id) => id !== taskId);
        const resIds = others.includes(next) ? others : [next, ...others];
        await model.load({ resId: next, resIds });
        this.root.el?.closest(".o_content")?.scrollTo({ top: 0 });
        this.notification.add(_t("The task is finished. This one comes next."), {
            type: "success",
        });
    }
}

registry.category("fields").add("bpmn_task_form", {
    component: TaskForm,
    displayName: _t("Form of a task"),
    supportedTypes: ["json"],
});
