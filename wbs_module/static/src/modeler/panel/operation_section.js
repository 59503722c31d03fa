import { _t } from "@web/core/l10n/translation";
import { Section } from "./section";

/** What the system does here: one of the operations or letters that exist. */
export class OperationSection extends Section {
    static template = "wbs_module.ModelerOperation";

    operationLabel = _t("Operation");
    letterLabel = _t("Letter");
    nothing = _t("none");

    get operation() {
        return this.props.offer.operations.find(({ key }) => key === this.settings.operation);
    }

    /** Those that the operation knows, and those that the drawing gives it besides. */
    get parameters() {
        const known = this.operation.parameters;
        const given = Object.fromEntries(
            this.settings.parameters.map(({ name, value }) => [name, value])
        );
        return Object.keys({ ...known, ...given }).map((name) => ({
            name,
            value: given[name] || "",
            required: known[name],
            known: name in known,
        }));
    }

    parameterLabel({ name, required, known }) {
        if (!known) {
            return _t("%s (the operation does not know it)", name);
        }
        return required ? `${name} *` : name;
    }

    setOperation(key) {
        this.set({ operation: key, letter: "", parameters: [] });
    }

    setParameter(name, value) {
        const others = this.settings.parameters.filter((each) => each.name !== name);
        this.set({ parameters: value ? [...others, { name, value }] : others });
    }
}
