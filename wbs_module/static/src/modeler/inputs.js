import { useService } from "@web/core/utils/hooks";
import { Component, onWillUnmount, onWillUpdateProps, useEffect, useRef, useState } from "@odoo/owl";

const PAUSE_MILLISECONDS = 400;
let number = 0;

/**
 * A line or block of text that is handed on after a short pause in typing, on leaving,
 * and when the element beside it is left: nothing that was typed is lost, and one word
 * is one step of undo.
 */
export class TextInput extends Component {
    static template = "wbs_module.ModelerTextInput";
    static props = {
        label: String,
        value: { type: String, optional: true },
        onChange: Function,
        help: { type: String, optional: true },
        placeholder: { type: String, optional: true },
        rows: { type: Number, optional: true },
        code: { type: Boolean, optional: true },
        hideLabel: { type: Boolean, optional: true },
        name: { type: String, optional: true },
    };

    setup() {
        this.id = `o_bpmn_input_${++number}`;
        this.input = useRef("input");
        this.pending = null;
        useEffect(
            (value) => {
                if (!this.pending && this.input.el.value !== value) {
                    this.input.el.value = value;
                }
            },
            () => [this.props.value || ""]
        );
        onWillUpdateProps((next) => {
            if (this.pending && next.name !== this.props.name) {
                this.commit();
            }
        });
        onWillUnmount(() => this.commit());
    }

    onInput(ev) {
        clearTimeout(this.pending?.timer);
        this.pending = {
            value: ev.target.value,
            hand: this.props.onChange,
            timer: setTimeout(() => this.commit(), PAUSE_MILLISECONDS),
        };
    }

    commit() {
        const pending = this.pending;
        if (pending) {
            clearTimeout(pending.timer);
            this.pending = null;
            pending.hand(pending.value);
        }
    }
}

/** A choice among things that exist; what is set but does not exist is shown as such. */
export class ChoiceInput extends Component {
    static template = "wbs_module.ModelerChoiceInput";
    static props = {
        label: String,
        value: { type: String, optional: true },
        options: Array,
        onChange: Function,
        empty: { type: String, optional: true },
        help: { type: String, optional: true },
        hideLabel: { type: Boolean, optional: true },
    };

    setup() {
        this.id = `o_bpmn_input_${++number}`;
    }

    get isUnknown() {
        const { value, options } = this.props;
        return Boolean(value) && !options.some(({ key }) => key === value);
    }
}

export class CheckInput extends Component {
    static template = "wbs_module.ModelerCheckInput";
    static props = {
        label: String,
        value: { type: Boolean, optional: true },
        onChange: Function,
        help: { type: String, optional: true },
    };

    setup() {
        this.id = `o_bpmn_input_${++number}`;
    }
}

/** Several of what exists, as boxes to tick. */
export class SeveralInput extends Component {
    static template = "wbs_module.ModelerSeveralInput";
    static props = {
        label: String,
        values: Array,
        options: Array,
        onChange: Function,
        help: { type: String, optional: true },
    };

    setup() {
        this.id = `o_bpmn_input_${++number}`;
    }

    get options() {
        const known = this.props.options.map(({ key }) => key);
        const unknown = this.props.values.filter((key) => !known.includes(key));
        return [...this.props.options, ...unknown.map((key) => ({ key, name: `${key} (?)` }))];
    }

    toggle(key, checked) {
        const { values, onChange } = this.props;
        onChange(checked ? [...values, key] : values.filter((each) => each !== key));
    }
}

/** A FEEL text that is checked as soon as it is handed on. */
export class FeelInput extends Component {
    static template = "wbs_module.ModelerFeelInput";
    static components = { TextInput };
    static props = {
        ...TextInput.props,
        processId: Number,
        optionalSign: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ problem: null });
        useEffect(
            () => {
                this.check();
            },
            () => [this.props.value || ""]
        );
    }

    /** Where a value may be a text or FEEL behind a sign, a text is not checked. */
    get isFeel() {
        const value = this.props.value || "";
        return value && (!this.props.optionalSign || value.startsWith("="));
    }

    async check() {
        const value = this.props.value || "";
        const problem = this.isFeel
            ? await this.orm.silent.call("bpmn.process", "modeling_check_expression", [
                  [this.props.processId],
                  value,
              ])
            : null;
        if (value === (this.props.value || "")) {
            this.state.problem = problem || null;
        }
    }

    get inner() {
        const names = Object.keys(TextInput.props).filter((name) => name in this.props);
        const inner = Object.fromEntries(names.map((name) => [name, this.props[name]]));
        return { ...inner, code: true };
    }
}
