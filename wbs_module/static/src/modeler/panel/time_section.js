import { _t } from "@web/core/l10n/translation";
import { Section } from "./section";

/** Which clock runs while a token is here, and which ones stand still. */
export class TimeSection extends Section {
    static template = "wbs_module.ModelerTime";

    get hasClock() {
        return !["EventBasedGateway", "IntermediateCatchEvent"].includes(this.kind);
    }

    get clockLabel() {
        return this.kind === "Process" ? _t("Clock of the whole procedure") : _t("Clock");
    }

    get noClock() {
        return _t("no clock");
    }

    get pausesLabel() {
        return _t("Clocks that stand still meanwhile");
    }

    get pausesHelp() {
        return _t("For waiting that the office cannot shorten. Only clocks that may stand still are offered.");
    }

    get pausableClocks() {
        return this.props.offer.clocks.filter(({ pausable }) => pausable);
    }
}
