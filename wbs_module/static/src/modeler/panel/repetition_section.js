import { _t } from "@web/core/l10n/translation";
import { Section } from "./section";

/** How often an activity is done, once its marker says that it repeats. */
export class RepetitionSection extends Section {
    static template = "wbs_module.ModelerRepetition";

    whileLabel = _t("Again for as long as");
    mostLabel = _t("At most how often");
    testBeforeLabel = _t("Asked before the first time, too");
    timesLabel = _t("How many times");
    enoughLabel = _t("Enough as soon as");

    get loop() {
        return this.props.target.loopCharacteristics;
    }

    bodyOf(expression) {
        return expression?.body || "";
    }

    changeLoop(properties) {
        this.props.tool.change(this.props.element, this.loop, properties);
    }

    setExpression(name, text) {
        this.changeLoop({ [name]: this.props.tool.expression(text, this.loop) });
    }
}
