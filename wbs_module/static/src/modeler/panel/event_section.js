import { _t } from "@web/core/l10n/translation";
import { keyFrom } from "../settings";
import { Section } from "./section";

const REFERENCES = {
    "bpmn:MessageEventDefinition": ["messageRef", "bpmn:Message"],
    "bpmn:SignalEventDefinition": ["signalRef", "bpmn:Signal"],
    "bpmn:ErrorEventDefinition": ["errorRef", "bpmn:Error"],
    "bpmn:EscalationEventDefinition": ["escalationRef", "bpmn:Escalation"],
};
const CODES = { "bpmn:Error": "errorCode", "bpmn:Escalation": "escalationCode" };
const TIMES = ["timeDuration", "timeDate", "timeCycle"];

/** What an event waits for or does: a time, a message, a signal, an error. */
export class EventSection extends Section {
    static template = "wbs_module.ModelerEvent";

    timerLabel = _t("It happens");
    clockLabel = _t("Clock");
    nothing = _t("none");
    endsLabel = _t("Ends the activity that it sits on");
    interruptsLabel = _t("Ends what goes on around it");

    get definition() {
        return (this.props.target.eventDefinitions || [])[0];
    }

    get timer() {
        const found = this.definition;
        return found?.$type === "bpmn:TimerEventDefinition" ? found : null;
    }

    get timerKinds() {
        return [
            { key: "clock", name: _t("when a clock of the office is due") },
            { key: "timeDuration", name: _t("after a length of time") },
            { key: "timeDate", name: _t("at a date and time") },
            { key: "timeCycle", name: _t("again and again") },
        ];
    }

    get timerKind() {
        return TIMES.find((name) => this.timer[name]) || "clock";
    }

    get timerText() {
        return this.timer[this.timerKind]?.body || "";
    }

    get timerTextLabel() {
        return this.timerKinds.find(({ key }) => key === this.timerKind).name;
    }

    get timerHelp() {
        return {
            timeDuration: _t("ISO 8601: P3D is three days, PT4H four hours. Or = FEEL."),
            timeDate: _t("ISO 8601: 2026-12-31T08:00:00+07:00. Or = FEEL."),
            timeCycle: _t("ISO 8601: R3/P1D is three times, a day apart."),
        }[this.timerKind];
    }

    setTimer(kind, text) {
        const { tool, element } = this.props;
        const properties = Object.fromEntries(TIMES.map((name) => [name, undefined]));
        if (kind !== "clock") {
            const body = text || { timeDuration: "P1D", timeCycle: "R3/P1D" }[kind] || "";
            properties[kind] = tool.make("bpmn:FormalExpression", { body }, this.timer);
            if (this.settings.clock) {
                this.set({ clock: "" });
            }
        }
        tool.change(element, this.timer, properties);
    }

    /** What it refers to: the owner of the reference, its property, the type named. */
    get reference() {
        if (this.kind === "ReceiveTask") {
            return this.referenceWords(this.props.target, "messageRef", "bpmn:Message");
        }
        const found = this.definition && REFERENCES[this.definition.$type];
        return found ? this.referenceWords(this.definition, ...found) : null;
    }

    referenceWords(owner, property, type) {
        const words = {
            "bpmn:Message": _t("Message"),
            "bpmn:Signal": _t("Signal"),
            "bpmn:Error": _t("Error"),
            "bpmn:Escalation": _t("Escalation"),
        }[type];
        return { owner, property, type, title: words, label: words };
    }

    get referenceId() {
        const { owner, property } = this.reference;
        return owner[property]?.id || "";
    }

    get references() {
        const { type } = this.reference;
        const code = CODES[type];
        return this.props.tool.definitions(type).map((each) => ({
            key: each.id,
            name: each.name || each[code] || each.id,
        }));
    }

    get newLabel() {
        return _t("or a new one by the name");
    }

    setReference(id) {
        const { owner, property, type } = this.reference;
        const { tool, element } = this.props;
        const found = tool.definitions(type).find((each) => each.id === id);
        tool.change(element, owner, { [property]: found });
    }

    addReference(name) {
        if (!name.trim()) {
            return;
        }
        const { type } = this.reference;
        const properties = { name: name.trim() };
        if (CODES[type]) {
            properties[CODES[type]] = keyFrom(name, []);
        }
        const made = this.props.tool.addDefinition(type, properties);
        this.setReference(made.id);
    }

    get inEventSubprocess() {
        const { target } = this.props;
        return this.kind === "StartEvent" && target.$parent?.triggeredByEvent === true;
    }
}
