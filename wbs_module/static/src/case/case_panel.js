import { deserializeDateTime, toLocaleDateTimeString } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { ContentPanel } from "./content_panel";

const HOUR = 3600;
const DAY = 24 * HOUR;
const SHORT = { digits: [0, 1], trailingZeros: false };

/**
 * A case beside one of its tasks: facts, content behind the logged look, evidence,
 * letters, who did what, and how the clocks were kept.
 */
export class CasePanel extends Component {
    static template = "wbs_module.CasePanel";
    static components = { ContentPanel };
    static props = { recordId: { type: [Number, Boolean] } };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ overview: null, error: "" });
        onWillStart(() => this.load(this.props.recordId));
        onWillUpdateProps((next) => {
            if (next.recordId !== this.props.recordId) {
                return this.load(next.recordId);
            }
        });
    }

    async load(recordId) {
        this.state.overview = null;
        this.state.error = "";
        if (!recordId) {
            return;
        }
        try {
            const answer = await this.orm.call("wbs.case", "get_overview", [recordId]);
            this.state.overview = answer;
        } catch (error) {
            this.state.error =
                error.data?.message || _t("The case could not be shown. Try again.");
        }
    }

    moment(text) {
        return text ? toLocaleDateTimeString(deserializeDateTime(text)) : "";
    }

    took(seconds) {
        if (seconds < HOUR) {
            return _t("less than an hour");
        }
        return seconds < DAY
            ? _t("%s hours", Math.round(seconds / HOUR))
            : _t("%s days", formatFloat(seconds / DAY, SHORT));
    }

    size(bytes) {
        return bytes < 1024 * 1024
            ? _t("%s kB", Math.max(1, Math.round(bytes / 1024)))
            : _t("%s MB", formatFloat(bytes / 1024 / 1024, SHORT));
    }

    aboutVirus(file) {
        return _t(
            "A virus was found on %s. Nothing of this file is handed out; it stays sealed as evidence.",
            this.moment(file.scanned_at || file.at)
        );
    }

    act(model, method, id) {
        return this.action.doActionButton({
            type: "object",
            name: method,
            resModel: model,
            resId: id,
            resIds: [id],
            // Without it the server answers in English, whoever reads.
            context: user.context,
        });
    }

    openCase() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "wbs.case",
            res_id: this.props.recordId,
            views: [[false, "form"]],
        });
    }
}

registry.category("bpmn_record_panels").add("wbs.case", CasePanel);
