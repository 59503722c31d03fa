import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component } from "@odoo/owl";
import { moment, useOverview, zone } from "./overview";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The way of a case so far: who did what, how long it took. */
export class CaseSteps extends Component {
    static template = "wbs_module.CaseSteps";
    static props = { steps: Array };

    moment = moment;

    took(seconds) {
        if (seconds < HOUR) {
            return _t("less than an hour");
        }
        return seconds < DAY
            ? _t("%s hours", Math.round(seconds / HOUR))
            : _t("%s days", formatFloat(seconds / DAY, { digits: [0, 1], trailingZeros: false }));
    }
}

/** The clocks of a case, each with why it is due when it is. */
export class CaseClocks extends Component {
    static template = "wbs_module.CaseClocks";
    static props = { clocks: Array };

    moment = moment;

    get kept() {
        const { clocks } = this.props;
        const late = clocks.filter((clock) => clock.late).length;
        return late
            ? _t("%(late)s of %(all)s clocks were not kept.", { late, all: clocks.length })
            : _t("Every clock was kept so far.");
    }
}

/** On the form of a case: what is open now, the way so far, and the clocks. */
export class CaseProgress extends Component {
    static template = "wbs_module.CaseProgress";
    static components = { CaseSteps, CaseClocks };
    static props = { ...standardWidgetProps };

    moment = moment;
    zone = zone();

    setup() {
        this.state = useOverview(
            (props) => props.record.resId,
            (props) => props.record.id,
            this.props
        );
    }
}

registry.category("view_widgets").add("wbs_case_progress", { component: CaseProgress });
