{
    "name": "Whistleblowing System",
    "summary": "Protected reports, procedures drawn in BPMN, deadlines, letters",
    "version": "19.0.0.2.0",
    "category": "Services/Whistleblowing",
    "author": "wbs_module contributors",
    "license": "LGPL-3",
    "depends": ["base", "web", "mail", "resource", "auth_totp", "auth_timeout"],
    "external_dependencies": {
        "python": ["SpiffWorkflow", "lark", "pyrage", "cryptography", "docxtpl"],
    },
    "data": [
        "security/bpmn_groups.xml",
        "security/groups.xml",
        # process side
        "security/ir.model.access-bpmn.csv",
        "security/bpmn_rules.xml",
        "data/bpmn_crons.xml",
        "views/bpmn_wizard_views.xml",
        "views/bpmn_task_views.xml",
        "views/bpmn_instance_views.xml",
        "views/bpmn_process_views.xml",
        "views/bpmn_operation_views.xml",
        # complaint side
        "security/ir.model.access-wbs.csv",
        "security/wbs_rules.xml",
        "data/wbs_data.xml",
        "views/reporter_templates.xml",
        "views/wbs_evidence_views.xml",
        "views/wbs_case_views.xml",
        "views/wbs_letter_views.xml",
        "views/wbs_menus.xml",
    ],
    "demo": ["demo/wbs_demo.xml"],
    "assets": {
        "web.assets_backend": [
            "wbs_module/static/src/tasks/*",
            "wbs_module/static/src/drawing/*",
            "wbs_module/static/src/case/*",
        ],
    },
    "application": True,
    "installable": True,
}
