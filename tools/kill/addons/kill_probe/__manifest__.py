{
    "name": "Kill probe",
    "summary": "An operation and a channel of the outbox that tools.kill can count",
    "version": "19.0.1.0.0",
    "author": "wbs_module contributors",
    "license": "LGPL-3",
    "depends": ["wbs_module"],
}
