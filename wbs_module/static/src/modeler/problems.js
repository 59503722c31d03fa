import { _t } from "@web/core/l10n/translation";
import { Component, useState } from "@odoo/owl";

/** What is wrong with the drawing, in sentences; a click leads to the element. */
export class Problems extends Component {
    static template = "wbs_module.Problems";
    static props = { problems: { type: [Array, { value: null }], optional: true }, onOpen: Function };

    setup() {
        this.state = useState({ open: true });
    }

    count(severity) {
        return (this.props.problems || []).filter((each) => each.severity === severity).length;
    }

    /** The element's name, where the sentence itself does not say it. */
    subject({ element_name, message }) {
        return element_name && !message.includes(element_name) ? element_name : "";
    }

    get summary() {
        if (!this.props.problems) {
            return _t("Checking …");
        }
        const [errors, hints] = [this.count("error"), this.count("warning")];
        if (!errors && !hints) {
            return _t("No problem: this drawing can be put into force.");
        }
        return _t("%(errors)s errors, %(hints)s hints", { errors, hints });
    }
}
