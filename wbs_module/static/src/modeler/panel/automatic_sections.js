import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { FeelInput, TextInput } from "../inputs";
import { Section } from "./section";

/** A list of names with a value each: a text, or FEEL behind an equals sign. */
export class NamedValues extends Component {
    static template = "wbs_module.ModelerNamedValues";
    static components = { FeelInput, TextInput };
    static props = { label: String, values: Array, processId: Number, onChange: Function };

    nameWords = _t("Name");
    valueWords = _t("Value, or = FEEL");

    setItem(index, changes) {
        this.props.onChange(
            this.props.values.map((item, at) => (at === index ? { ...item, ...changes } : item))
        );
    }

    add() {
        this.props.onChange([...this.props.values, { name: "name", value: "=null" }]);
    }

    remove(index) {
        this.props.onChange(this.props.values.filter((_item, at) => at !== index));
    }
}

/** Which decision table is asked, and what its answer is called. */
export class DecisionSection extends Section {
    static template = "wbs_module.ModelerDecision";
    static components = { ...Section.components, NamedValues };

    decisionLabel = _t("Decision table");
    nothing = _t("none");
    resultLabel = _t("Name of the answer");
    resultHelp = _t("Without a name, each output of the table has its own.");
    parametersLabel = _t("What it is given");
}

/** Which procedure is called, what it is given, and what comes back. */
export class CallSection extends Section {
    static template = "wbs_module.ModelerCall";
    static components = { ...Section.components, NamedValues };

    processLabel = _t("Procedure");
    nothing = _t("none");
    givenLabel = _t("What it is given (nothing here: all data)");
    backLabel = _t("What comes back (nothing here: all data)");
}

/** Assignments that the system makes. */
export class ScriptSection extends Section {
    static template = "wbs_module.ModelerScript";

    scriptLabel = _t("Assignments");
    scriptHelp = _t("FEEL, one a line: total = price * 2");
}
