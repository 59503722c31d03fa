import { _t } from "@web/core/l10n/translation";
import { Section } from "./section";

const WITHOUT_INSTRUCTION = ["SequenceFlow", "MessageFlow", "Participant", "Lane", "TextAnnotation"];

/** Name and instruction, in the drawing's language and in the others. */
export class GeneralSection extends Section {
    static template = "wbs_module.ModelerGeneral";

    get nameLabel() {
        return _t("Name");
    }

    nameIn({ name }) {
        return _t("Name, %s", name);
    }

    get isForPeople() {
        return ["UserTask", "ManualTask"].includes(this.kind);
    }

    get hasInstruction() {
        return !WITHOUT_INSTRUCTION.includes(this.kind);
    }

    get instructionLabel() {
        return this.isForPeople ? _t("Instruction") : _t("Note on it");
    }

    instructionIn({ name }) {
        return _t("%(what)s, %(language)s", { what: this.instructionLabel, language: name });
    }

    get documentation() {
        return (this.props.target.documentation || []).map(({ text }) => text).join("\n");
    }

    setDocumentation(text) {
        const { tool, target } = this.props;
        const documentation = text
            ? [tool.make("bpmn:Documentation", { text }, target)]
            : [];
        this.change({ documentation });
    }
}
