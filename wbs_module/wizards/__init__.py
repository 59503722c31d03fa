"""Wizards; one a file."""

from . import bpmn_reason
from . import bpmn_hand_over
from . import bpmn_deadline_extension
from . import bpmn_incident_resolution
from . import bpmn_deployment
from . import bpmn_recalculation
from . import bpmn_migration
from . import bpmn_holidays
from . import wbs_original_request
from . import wbs_audit_verification
from . import wbs_check_page
from . import wbs_check_second_factor
from . import bpmn_process_import
from . import bpmn_process_export
from . import wbs_doubt
