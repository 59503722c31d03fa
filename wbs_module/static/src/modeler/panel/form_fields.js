import { _t } from "@web/core/l10n/translation";
import { useState } from "@odoo/owl";
import { keyFrom, textIn, withTextIn } from "../settings";
import { Choices } from "./choices";
import { Section } from "./section";

/** The form of a task: its fields, in the order in which they are asked. */
export class FormFields extends Section {
    static template = "wbs_module.ModelerFormFields";
    static components = { ...Section.components, Choices };

    setup() {
        this.state = useState({ open: -1 });
        this.words = {
            label: _t("Question"),
            name: _t("Name in conditions"),
            nameHelp: _t("Letters, digits and underscores."),
            type: _t("Kind of answer"),
            choices: _t("Choices"),
            required: _t("Must be answered"),
            help: _t("Help"),
            visible: _t("Only asked when (FEEL)"),
            requiredIf: _t("Must be answered when (FEEL)"),
            example: 'severity = "high"',
            fresh: _t("New question"),
        };
    }

    get fields() {
        return this.settings.fields;
    }

    get types() {
        return [
            "text",
            "multiline",
            "selection",
            "boolean",
            "integer",
            "amount",
            "date",
            "datetime",
        ].map((key) => ({ key, name: this.typeWords(key) }));
    }

    typeWords(type) {
        return {
            text: _t("line of text (content)"),
            multiline: _t("longer text (content)"),
            selection: _t("choice"),
            boolean: _t("yes or no"),
            integer: _t("whole number"),
            amount: _t("amount"),
            date: _t("date"),
            datetime: _t("date and time"),
        }[type];
    }

    labelIn({ name }) {
        return _t("Question, %s", name);
    }

    helpIn({ name }) {
        return _t("Help, %s", name);
    }

    textIn(texts, lang, name) {
        return textIn(texts, lang, name);
    }

    toggle(index) {
        this.state.open = this.state.open === index ? -1 : index;
    }

    setField(index, changes) {
        this.set({
            fields: this.fields.map((field, at) =>
                at === index ? { ...field, ...changes } : field
            ),
        });
    }

    setLabel(index, label) {
        const field = this.fields[index];
        const taken = this.fields.map(({ name }) => name);
        const isNew = field.label === this.words.fresh;
        this.setField(index, isNew ? { label, name: keyFrom(label, taken) } : { label });
    }

    setFieldText(index, lang, name, value) {
        const { texts } = this.fields[index];
        this.setField(index, { texts: withTextIn(texts, lang, name, value) });
    }

    add() {
        const taken = this.fields.map(({ name }) => name);
        const field = {
            name: keyFrom("field", taken),
            label: this.words.fresh,
            type: "boolean",
        };
        this.state.open = this.fields.length;
        this.set({ fields: [...this.fields, field] });
    }

    remove(index) {
        this.state.open = -1;
        this.set({ fields: this.fields.filter((_field, at) => at !== index) });
    }

    move(index, by) {
        const fields = [...this.fields];
        fields.splice(index + by, 0, ...fields.splice(index, 1));
        this.state.open = -1;
        this.set({ fields });
    }
}
