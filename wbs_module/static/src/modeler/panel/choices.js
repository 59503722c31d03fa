import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { TextInput } from "../inputs";
import { keyFrom, textIn, withTextIn } from "../settings";

/** A list of labels with a key each: outcomes of a task, or choices of a field. */
export class Choices extends Component {
    static template = "wbs_module.ModelerChoices";
    static components = { TextInput };
    static props = {
        label: String,
        values: Array,
        languages: Array,
        onChange: Function,
        help: { type: String, optional: true },
    };

    labelWords = _t("Label");
    keyWords = _t("Key in conditions");
    keyHelp = _t("Conditions name it by this key; whoever changes it changes them too.");
    NEW = _t("New choice");

    labelIn({ name }) {
        return _t("Label, %s", name);
    }

    textIn(texts, lang) {
        return textIn(texts, lang, "label");
    }

    setItem(index, changes) {
        this.props.onChange(
            this.props.values.map((item, at) => (at === index ? { ...item, ...changes } : item))
        );
    }

    /** The key of what was just added follows its first label. */
    setLabel(index, label) {
        const item = this.props.values[index];
        const others = this.props.values.filter((each) => each !== item);
        const isNew = item.label === this.NEW;
        const taken = others.map(({ value }) => value);
        this.setItem(index, isNew ? { label, value: keyFrom(label, taken) } : { label });
    }

    setTextIn(index, lang, value) {
        const { texts } = this.props.values[index];
        this.setItem(index, { texts: withTextIn(texts, lang, "label", value) });
    }

    add() {
        const taken = this.props.values.map(({ value }) => value);
        const label = this.NEW;
        this.props.onChange([...this.props.values, { label, value: keyFrom("choice", taken) }]);
    }

    remove(index) {
        this.props.onChange(this.props.values.filter((_item, at) => at !== index));
    }

    move(index, by) {
        const values = [...this.props.values];
        values.splice(index + by, 0, ...values.splice(index, 1));
        this.props.onChange(values);
    }
}
