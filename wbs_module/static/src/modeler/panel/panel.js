import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { kindWords } from "../kinds";
import { CallSection, DecisionSection, ScriptSection } from "./automatic_sections";
import { EventSection } from "./event_section";
import { FlowSection } from "./flow_section";
import { FormFields } from "./form_fields";
import { GeneralSection } from "./general_section";
import { OperationSection } from "./operation_section";
import { Outcomes } from "./outcomes";
import { PersonSection } from "./person_section";
import { RepetitionSection } from "./repetition_section";
import { TimeSection } from "./time_section";

const PEOPLE = ["UserTask", "ManualTask"];
const CALLERS = ["ServiceTask", "SendTask"];

/** Everything that can be said about the chosen element, in the office's words. */
export class Panel extends Component {
    static template = "wbs_module.ModelerPanel";
    static props = {
        tool: Object,
        offer: Object,
        processId: Number,
        turn: Number,
        selectedId: String,
    };

    /** What is shown: the chosen element, or the procedure where none is chosen. */
    get shown() {
        const { tool, selectedId } = this.props;
        let element = tool.element(selectedId) || tool.root;
        element = element.labelTarget || element;
        const target = element.businessObject;
        if (element === tool.root || target.$type === "bpmn:Collaboration") {
            return { element: tool.root, target: tool.process };
        }
        if (target.$type === "bpmn:Participant" && target.processRef === tool.process) {
            return { element, target: tool.process };
        }
        return { element, target };
    }

    get kind() {
        return this.shown.target.$type.replace("bpmn:", "");
    }

    get title() {
        return kindWords(this.kind) || _t("Element");
    }

    get sections() {
        const { element } = this.shown;
        const kind = this.kind;
        const isEvent = kind.endsWith("Event");
        const isActivity =
            kind.endsWith("Task") || ["SubProcess", "CallActivity"].includes(kind);
        return [
            [GeneralSection, true],
            [PersonSection, PEOPLE.includes(kind) || kind === "Lane"],
            [TimeSection, isActivity || kind === "Process" || kind === "EventBasedGateway" || kind === "IntermediateCatchEvent"],
            [FormFields, PEOPLE.includes(kind)],
            [Outcomes, PEOPLE.includes(kind)],
            [OperationSection, CALLERS.includes(kind)],
            [DecisionSection, kind === "BusinessRuleTask"],
            [CallSection, kind === "CallActivity"],
            [ScriptSection, kind === "ScriptTask"],
            [EventSection, isEvent || kind === "ReceiveTask"],
            [FlowSection, kind === "SequenceFlow"],
            [RepetitionSection, isActivity && Boolean(element.businessObject.loopCharacteristics)],
        ]
            .filter(([_section, applies]) => applies)
            .map(([section]) => section);
    }

    get sectionProps() {
        const { tool, offer, processId, turn } = this.props;
        return { tool, offer, processId, turn, ...this.shown };
    }
}
