import { _t } from "@web/core/l10n/translation";

/** What an element is called in the office. */
export function kindWords(kind) {
    return {
        Process: _t("Procedure"),
        Participant: _t("Pool"),
        Lane: _t("Lane"),
        UserTask: _t("Task for a person"),
        ManualTask: _t("Manual task"),
        Task: _t("Task without a kind"),
        ServiceTask: _t("Operation"),
        SendTask: _t("Sending"),
        ReceiveTask: _t("Waiting for a message"),
        ScriptTask: _t("Assignments"),
        BusinessRuleTask: _t("Decision"),
        SubProcess: _t("Subprocess"),
        CallActivity: _t("Called procedure"),
        ExclusiveGateway: _t("Choice of one way"),
        ParallelGateway: _t("All ways at once"),
        InclusiveGateway: _t("All ways that apply"),
        EventBasedGateway: _t("Whatever happens first"),
        StartEvent: _t("Start"),
        EndEvent: _t("End"),
        BoundaryEvent: _t("Event on an activity"),
        IntermediateCatchEvent: _t("Waiting"),
        IntermediateThrowEvent: _t("Event thrown"),
        SequenceFlow: _t("Flow"),
        MessageFlow: _t("Message flow"),
        TextAnnotation: _t("Note"),
    }[kind];
}
