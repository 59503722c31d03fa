import { LazyComponent } from "@web/core/assets";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, xml } from "@odoo/owl";

const BUNDLE = "wbs_module.assets_modeler";

/** The editor of drawings; its scripts are loaded when somebody opens it. */
export class ModelerAction extends Component {
    static template = xml`
        <LazyComponent bundle="bundle" Component="'wbs_module.Workbench'" props="props"/>`;
    static components = { LazyComponent };
    static props = { ...standardActionServiceProps };
    bundle = BUNDLE;
}

registry.category("actions").add("wbs_module.modeler", ModelerAction);

/** A decision table in a form; its scripts are loaded when somebody opens it. */
export class DecisionTableField extends Component {
    static template = xml`
        <LazyComponent bundle="bundle" Component="'wbs_module.DecisionTable'" props="() => props"/>`;
    static components = { LazyComponent };
    static props = { ...standardFieldProps };
    bundle = BUNDLE;
}

registry.category("fields").add("bpmn_decision_table", {
    component: DecisionTableField,
    supportedTypes: ["text"],
});
