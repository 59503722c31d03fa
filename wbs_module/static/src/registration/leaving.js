import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";

/**
 * Ask before what one would lose is lost: a report that is not registered yet, or a code
 * that is shown only once.
 *
 * @param {() => "" | "report" | "code"} whatIsLost
 * @returns {() => true | Promise<boolean>} asks, and tells whether one goes on
 */
export function useAskBeforeLeaving(whatIsLost) {
    const dialog = useService("dialog");

    const beforeLeave = () => {
        const lost = whatIsLost();
        if (!lost) {
            return true;
        }
        return new Promise((decide) => {
            dialog.add(
                ConfirmationDialog,
                {
                    title: _t("Leave this page?"),
                    body:
                        lost === "code"
                            ? _t(
                                  "The receipt code cannot be shown again. Print it, or write it down for the reporter, before you leave."
                              )
                            : _t(
                                  "The report is not registered yet. What you entered, and the files that you chose, would be gone."
                              ),
                    // What loses nothing is the button that one presses without reading.
                    confirmLabel: _t("Stay here"),
                    cancelLabel: _t("Leave"),
                    confirm: () => decide(false),
                    cancel: () => decide(true),
                    dismiss: () => decide(false),
                },
                { onClose: () => decide(false) }
            );
        });
    };

    useSetupAction({
        beforeLeave,
        beforeUnload: (ev) => {
            if (whatIsLost()) {
                ev.preventDefault();
            }
        },
    });

    return beforeLeave;
}
