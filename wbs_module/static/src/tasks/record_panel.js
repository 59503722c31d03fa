import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { Component } from "@odoo/owl";

/**
 * What one needs to see of the record that a task is about.
 *
 * Which panel that is, the record's own side says in the registry category
 * ``bpmn_record_panels``, by the name of the model; this side knows none.
 */
export class RecordPanel extends Component {
    static template = "wbs_module.RecordPanel";
    static props = { ...standardWidgetProps };

    get recordId() {
        const reference = this.props.record.data.res_id;
        return reference?.resId ?? reference ?? false;
    }

    get panel() {
        return registry
            .category("bpmn_record_panels")
            .get(this.props.record.data.res_model, null);
    }
}

registry.category("view_widgets").add("bpmn_record_panel", {
    component: RecordPanel,
    fieldDependencies: [
        { name: "res_model", type: "char" },
        { name: "res_id", type: "many2one_reference" },
    ],
});
