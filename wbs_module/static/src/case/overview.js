import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { onWillStart, onWillUpdateProps, useState } from "@odoo/owl";

const { DateTime } = luxon;

/**
 * What is told of a case beside its content, loaded for the case that is shown.
 *
 * Loaded again with the page: what a dialog did, or the task before, belongs to it.
 *
 * @param {(props: object) => number | false} caseOf which case the props name
 * @param {(props: object) => unknown} loadOf what is another one once the page loaded anew
 * @returns {{ overview: object | null, error: string }} of the owner's state
 */
export function useOverview(caseOf, loadOf, props) {
    const orm = useService("orm");
    const state = useState({ overview: null, error: "" });
    let shown = null;
    let loaded = loadOf(props);

    async function load(caseId) {
        const answer = { overview: null, error: "" };
        if (caseId !== shown) {
            Object.assign(state, answer);
        }
        shown = caseId;
        if (!caseId) {
            return;
        }
        try {
            answer.overview = await orm.call("wbs.case", "get_overview", [caseId]);
        } catch (error) {
            answer.error =
                error.data?.message || _t("The case could not be shown. Try again.");
        }
        // An answer that comes late must not stand under the name of another case.
        if (shown === caseId) {
            Object.assign(state, answer);
        }
    }

    onWillStart(() => load(caseOf(props)));
    onWillUpdateProps((next) => {
        const caseId = caseOf(next);
        const again = loadOf(next) !== loaded;
        loaded = loadOf(next);
        if (caseId !== shown) {
            return load(caseId);
        }
        if (again) {
            // What stands there stays until the answer comes: nobody waits for it.
            load(caseId);
        }
    });
    return state;
}

/** With its year: whoever signs by it is asked about it years later. */
export function moment(text) {
    return text ? deserializeDateTime(text).toLocaleString(DateTime.DATETIME_MED) : "";
}

/** The zone of all these times, by its name. */
export function zone() {
    return DateTime.local().toFormat("ZZZZ");
}
