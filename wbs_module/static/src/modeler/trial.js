import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { Component, onWillUpdateProps, useState } from "@odoo/owl";
import { bo, kindOf } from "./drawing_tool";
import { ChoiceInput } from "./inputs";
import { kindWords } from "./kinds";

const CATCHING = new Set([
    "bpmn:StartEvent",
    "bpmn:IntermediateCatchEvent",
    "bpmn:BoundaryEvent",
    "bpmn:ReceiveTask",
]);
const NEVER_SECONDS = 100 * 365 * 24 * 3600;

/** What was typed into a field of a trial → the stored form of a FEEL value. */
export function storedValue(type, text) {
    switch (type) {
        case "boolean":
            return Boolean(text);
        case "integer":
            return Number.parseInt(text, 10);
        case "amount":
        case "number":
            return { "@number": text.trim() };
        case "date":
            return { "@date": text };
        case "datetime":
        case "date and time":
            return { "@date and time": text.length === 16 ? `${text}:00` : text };
        default:
            return text;
    }
}

/**
 * Plays the drawing through with chosen answers on a clock that is moved by hand.
 *
 * The script of all answers so far is all there is: the server plays it from the
 * beginning each time, so that a step back is one answer less, and nothing is stored.
 */
export class Trial extends Component {
    static template = "wbs_module.Trial";
    static components = { ChoiceInput };
    static props = {
        tool: Object,
        offer: Object,
        processId: Number,
        turn: Number,
        onOpen: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({
            start: {},
            startEvent: "",
            results: {},
            result: null,
            refusal: "",
            given: {},
            busy: false,
            stale: false,
            caseName: "",
            kept: null,
        });
        this.scripts = [];
        onWillUpdateProps((next) => {
            const changed = next.tool.get("commandStack")._stackIdx;
            if (this.state.result && changed !== this.playedAt) {
                this.state.stale = true;
            }
        });
    }

    // --- what can be chosen before the start --------------------------------------------

    get names() {
        return this.props.offer.names;
    }

    get starts() {
        return this.props.tool
            .ofKinds("StartEvent")
            .filter((each) => bo(each).$parent === this.props.tool.process)
            .map((each) => ({ key: each.id, name: this.nameOfElement(each) }));
    }

    nameOfElement(element) {
        return bo(element).name || kindWords(kindOf(element)) || element.id;
    }

    /** What operations of the drawing bring into the data: they do not run in a trial. */
    get results() {
        const { tool, offer } = this.props;
        return tool.ofKinds("ServiceTask", "SendTask").flatMap((element) => {
            const { operation } = tool.settings(bo(element));
            const found = offer.operations.find(({ key }) => key === operation);
            const asked = (each) => !found.repeated.includes(each);
            return (found?.results || []).filter(asked).map((result) => ({
                key: `${element.id} ${result}`,
                elementId: element.id,
                element: this.nameOfElement(element),
                label: offer.results[result]?.label || result,
                choices: offer.results[result]?.choices || [],
                result,
                usual: found.usual[result] || "",
            }));
        });
    }

    resultText({ key, usual }) {
        return this.state.results[key] ?? usual;
    }

    get operationAnswers() {
        const values = {};
        for (const item of this.results) {
            const text = this.resultText(item).trim();
            if (text) {
                const value = { true: true, false: false }[text] ?? text;
                values[item.elementId] = { ...values[item.elementId], [item.result]: value };
            }
        }
        return Object.entries(values).map(([element_id, given]) => ({
            element_id,
            after: 0,
            values: given,
        }));
    }

    get messages() {
        const { tool } = this.props;
        const named = (type, kind) =>
            tool.definitions(type).map((each) => ({
                kind,
                name: each.name,
                label: this.namesAround(each) || each.name,
            }));
        return [
            ...named("bpmn:Message", "message"),
            ...named("bpmn:Signal", "signal"),
        ].filter(({ name }) => name);
    }

    /** The events and tasks that wait for it; those that send it where they have no name. */
    namesAround(definition) {
        const around = this.props.tool.elements
            .map(bo)
            .filter((each) =>
                [each, ...(each.eventDefinitions || [])].some((it) =>
                    [it.messageRef, it.signalRef].includes(definition)
                )
            );
        const names = (some) => [...new Set(some.map(({ name }) => name).filter(Boolean))];
        const waiting = names(around.filter(({ $type }) => CATCHING.has($type)));
        return (waiting.length ? waiting : names(around)).join(", ");
    }

    /** Pairs of value and label → what a choice offers. */
    options(choices) {
        return choices.map(([key, name]) => ({ key, name }));
    }

    inputType(type) {
        return (
            { boolean: "checkbox", date: "date", datetime: "datetime-local", integer: "number" }[
                type
            ] || "text"
        );
    }

    typed(ev) {
        return ev.target.type === "checkbox" ? ev.target.checked : ev.target.value;
    }

    // --- playing -----------------------------------------------------------------------

    begin() {
        const values = {};
        for (const { key: name, type } of this.names) {
            const text = this.state.start[name];
            if (type === "boolean" || (text !== undefined && text !== "")) {
                values[name] = storedValue(type, text);
            }
        }
        this.scripts = [];
        return this.play({
            values,
            start_event: this.state.startEvent || (this.starts[0] && this.starts[0].key) || null,
            answers: this.operationAnswers,
            arrivals: [],
        });
    }

    async play(script) {
        const { tool, processId } = this.props;
        this.state.busy = true;
        this.playedAt = tool.get("commandStack")._stackIdx;
        try {
            const result = await this.orm.call("bpmn.process", "modeling_try", [
                [processId],
                await tool.xml(),
                script,
            ]);
            this.scripts.push(result.script);
            Object.assign(this.state, {
                result,
                refusal: "",
                given: {},
                stale: false,
                kept: null,
            });
            this.show();
        } catch (error) {
            this.state.refusal = error.data?.message || error.message;
        } finally {
            this.state.busy = false;
        }
    }

    show() {
        const { tool } = this.props;
        const { tokens, done } = this.state.result;
        tool.mark("trial", { o_bpmn_done: done, o_bpmn_token: Object.keys(tokens) });
        tool.badges("trial", tokens);
    }

    get script() {
        return this.scripts[this.scripts.length - 1];
    }

    back() {
        this.scripts.pop();
        const before = this.scripts.pop();
        return before ? this.play(before) : this.again();
    }

    again() {
        this.scripts = [];
        this.state.result = null;
        this.state.refusal = "";
        this.props.tool.mark("trial", {});
        this.props.tool.badges("trial", {});
    }

    /** Write what was played as a test case, which guards later drawings. */
    async keep() {
        const { tool, processId } = this.props;
        this.state.busy = true;
        try {
            this.state.kept = await this.orm.call("bpmn.process", "modeling_keep_trial", [
                [processId],
                await tool.xml(),
                this.script,
                this.state.caseName,
            ]);
            Object.assign(this.state, { caseName: "", refusal: "" });
        } catch (error) {
            this.state.refusal = error.data?.message || error.message;
        } finally {
            this.state.busy = false;
        }
    }

    replay() {
        return this.play(this.scripts.pop());
    }

    until(moment) {
        return this.play({ ...this.script, until: moment });
    }

    async later(days) {
        const moment = await this.orm.call("bpmn.process", "modeling_later", [
            [this.props.processId],
            this.state.result.at,
            days,
        ]);
        return this.until(moment);
    }

    hourLater() {
        const { DateTime } = luxon;
        return this.until(DateTime.fromISO(this.state.result.at).plus({ hours: 1 }).toISO());
    }

    /** A second later than all that was done so far, so that the order is the played one. */
    deliver({ kind, name }) {
        const at = luxon.DateTime.fromISO(this.state.result.at).plus({ seconds: 1 });
        const after = this.seconds(this.script.starts) + 1;
        const arrivals = [...this.script.arrivals, { kind, name, after, values: {} }];
        return this.play({ ...this.script, arrivals, until: at.toISO() });
    }

    /** What a line of the trace is about: an element, or what arrived. */
    nameOf(line) {
        const arrived = this.messages.find(({ name }) => name === line.name);
        return line.element_id ? line.name : arrived?.label || line.name;
    }

    finish(task, outcome) {
        const values = {};
        for (const field of task.fields.filter((each) => !each.content)) {
            const text = this.state.given[`${task.element_id} ${field.name}`];
            if (field.type === "boolean" || (text !== undefined && text !== "")) {
                values[field.name] = storedValue(field.type, text);
            }
        }
        const { element_id } = task;
        const answers = [...this.script.answers];
        let earlier = answers.filter((each) => each.element_id === element_id).length;
        // A visit that ended without an answer (a timer took over) keeps its place.
        for (; earlier < task.visit; earlier++) {
            answers.push({ element_id, after: NEVER_SECONDS, values: {} });
        }
        answers.push({
            element_id,
            after: this.seconds(task.opened_at),
            outcome: outcome ? outcome.value : null,
            values,
            performer: `${element_id} ${task.visit}`,
        });
        return this.play({ ...this.script, answers });
    }

    /** Seconds from a moment to the trial's present. */
    seconds(moment) {
        return (new Date(this.state.result.at) - new Date(moment)) / 1000;
    }

    get endWords() {
        const { status, because } = this.state.result;
        if (status === "completed") {
            return _t("The procedure has ended.");
        }
        return because === "too_long" ? _t("The procedure goes round without end.") : "";
    }
}
