import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { TASK_FINISHED } from "./task_counter";
import {
    Component,
    onMounted,
    onWillUpdateProps,
    reactive,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";

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
        this.state = useState({ busy: false, errors: {} });
        this.typed = useState(typed);
        this.root = useRef("root");
        useExternalListener(window, "beforeunload", (ev) => this.holdBack(ev));
        onMounted(() => this.begin());
        onWillUpdateProps((next) => {
            if (next.record.resId !== this.props.record.resId) {
                this.state.errors = {};
            }
        });
    }

    /** Whether this person can finish the task now; else the page only says why not. */
    get open() {
        const { state, mine } = this.props.record.data;
        return state === "open" && mine;
    }

    /** What was typed into a task that went on without it: [label, text] of each field. */
    get leftOver() {
        return this.open
            ? []
            : this.form.fields
                  .filter((field) => field.content && this.values[field.name])
                  .map((field) => [field.label, this.values[field.name]]);
    }

    discard() {
        this.typed.delete(this.props.record.resId);
    }

    get errorCount() {
        return Object.keys(this.state.errors).length;
    }

    aboutErrors() {
        return this.errorCount === 1
            ? _t("One field needs a look. Nothing is stored yet.")
            : _t("%s fields need a look. Nothing is stored yet.", this.errorCount);
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
        delete this.state.errors[field.name];
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

    /**
     * Keys go to the first field, never to a button of the task before: whoever presses
     * Enter twice would finish two. What one reads first stays in sight.
     */
    begin() {
        const first = this.root.el?.querySelector("input, select, textarea");
        if (first) {
            first.focus({ preventScroll: true });
        } else if (this.root.el?.contains(document.activeElement)) {
            document.activeElement.blur();
        }
    }

    /** What a browser cannot read as a number or a date reaches no server: it is empty. */
    unreadable() {
        const errors = {};
        for (const field of this.form.fields) {
            const input = this.root.el.querySelector(`#${this.inputId(field)}`);
            if (input?.validity.badInput) {
                errors[field.name] = field.expected;
            }
        }
        return errors;
    }

    showErrors(errors) {
        this.state.errors = errors;
        const first = this.form.fields.find((field) => field.name in errors);
        const input = first && this.root.el.querySelector(`#${this.inputId(first)}`);
        input?.scrollIntoView({ block: "center" });
        input?.focus({ preventScroll: true });
    }

    async finish(outcome) {
        const taskId = this.props.record.resId;
        const unreadable = this.unreadable();
        if (Object.keys(unreadable).length) {
            return this.showErrors(unreadable);
        }
        this.state.errors = {};
        this.state.busy = true;
        try {
            await this.orm.call("bpmn.task", "complete", [
                [taskId],
                outcome.value || false,
                this.serverValues(),
            ]);
        } catch (error) {
            const fields = error.data?.context?.fields;
            if (fields) {
                return this.showErrors(fields);
            }
            await this.seeAsItIs();
            throw error;
        } finally {
            this.state.busy = false;
        }
        this.typed.delete(taskId);
        this.env.bus.trigger(TASK_FINISHED);
        await this.goOn(taskId);
    }

    /** Somebody was faster, perhaps: below the dialog that says so stands how it is. */
    async seeAsItIs() {
        const content = this.root.el?.closest(".o_content");
        try {
            await this.props.record.load();
        } catch {
            // Not to be seen any more: what was refused says so.
        }
        content?.scrollTo({ top: 0 });
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
        this.begin();
        this.notification.add(_t("The task is finished. This one comes next."), {
            type: "success",
        });
    }
}

registry.category("fields").add("bpmn_task_form", {
    component: TaskForm,
    displayName: _t("Form of a task"),
    supportedTypes: ["json"],
    fieldDependencies: [
        { name: "state", type: "selection" },
        { name: "mine", type: "boolean" },
    ],
});
