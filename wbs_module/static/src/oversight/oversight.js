import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";
import { BarChart } from "./bar_chart";
import { KEPT, LATE, PAUSED, WARNING } from "./colours";

const { DateTime } = luxon;

const COLOURS = {
    late: LATE,
    soon: WARNING,
    paused: PAUSED,
    normal: KEPT,
    received: "#0b5394",
    closed: KEPT,
};
const URGENCIES = ["late", "soon", "paused", "normal"];

/** What is late, who carries what, and how long it takes: for those who oversee. */
export class Oversight extends Component {
    static template = "wbs_module.Oversight";
    static components = { BarChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ figures: null, error: "" });
        onWillStart(() => this.load());
    }

    async load() {
        try {
            this.state.figures = await this.orm.call("wbs.oversight", "get_figures", []);
        } catch (error) {
            this.state.error =
                error.data?.message || _t("The figures could not be read. Try again.");
        }
    }

    get tiles() {
        const work = this.state.figures.work;
        return [
            { key: "late", label: _t("Late tasks"), count: work.late, tone: "danger" },
            { key: "soon", label: _t("Tasks soon due"), count: work.soon, tone: "warning" },
            { key: "paused", label: _t("Paused tasks"), count: work.paused, tone: "secondary" },
            { key: "mine", label: _t("Tasks that wait for me"), count: work.mine, tone: "primary" },
        ];
    }

    get urgencyNames() {
        return {
            late: _t("Late"),
            soon: _t("Soon due"),
            paused: _t("Paused"),
            normal: _t("In time"),
        };
    }

    /** Bars of what waits, one colour an urgency. */
    stacks(rows) {
        return URGENCIES.map((key) => ({
            label: this.urgencyNames[key],
            data: rows.map((row) => row[key]),
            backgroundColor: COLOURS[key],
        }));
    }

    names(rows) {
        return rows.map((row) => row.name);
    }

    get months() {
        const months = this.state.figures.statistics.months;
        return {
            labels: months.map((row) => this.month(row.month)),
            datasets: [
                ["received", _t("Received")],
                ["closed", _t("Closed")],
            ].map(([key, label]) => ({
                label,
                data: months.map((row) => row[key]),
                backgroundColor: COLOURS[key],
            })),
        };
    }

    /** A month in two lines, which fit below a bar. */
    month(text) {
        const first = DateTime.fromISO(`${text}-01`);
        return [first.toFormat("LLL"), first.toFormat("yyyy")];
    }

    /** A count as it may be told. Why one is not told stands at the foot of the page. */
    told(count) {
        return count === null ? _t("not told") : count;
    }

    get description() {
        return {
            steps: _t("Where it waits"),
            people: _t("Who carries what"),
            months: _t("Received and closed by month"),
        };
    }

    days(count) {
        return formatFloat(count, { digits: [0, 1] });
    }

    open(key) {
        return this.action.doAction("wbs_module.bpmn_oversight_task_action", {
            additionalContext: { [`search_default_${key}`]: 1 },
        });
    }

    /** The tasks that a row counts. */
    async openRow(row) {
        const action = await this.action.loadAction(
            "wbs_module.bpmn_oversight_task_action"
        );
        return this.action.doAction({ ...action, domain: row.domain, name: row.name });
    }

    openClocks() {
        return this.action.doAction("wbs_module.bpmn_oversight_deadline_action");
    }
}

registry.category("actions").add("wbs_oversight", Oversight);
