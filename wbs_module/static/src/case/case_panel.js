import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { Component } from "@odoo/owl";
import { CaseClocks, CaseSteps } from "./case_progress";
import { ContentPanel } from "./content_panel";
import { moment, useOverview, zone } from "./overview";

/**
 * A case beside one of its tasks: facts, content behind the logged look, evidence,
 * letters, who did what, and how the clocks were kept.
 */
export class CasePanel extends Component {
    static template = "wbs_module.CasePanel";
    static components = { CaseClocks, CaseSteps, ContentPanel };
    static props = { recordId: { type: [Number, Boolean] }, load: String };

    moment = moment;
    zone = zone();

    setup() {
        this.action = useService("action");
        this.state = useOverview(
            (props) => props.recordId,
            (props) => props.load,
            this.props
        );
    }

    size(bytes) {
        return bytes < 1024 * 1024
            ? _t("%s kB", Math.max(1, Math.round(bytes / 1024)))
            : _t("%s MB", formatFloat(bytes / 1024 / 1024, { digits: [0, 1], trailingZeros: false }));
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
