"""Models; one main model a file."""

from . import bpmn_time
from . import bpmn_sealed
from . import bpmn_group
from . import bpmn_calendar
from . import bpmn_clock
from . import bpmn_decision
from . import bpmn_process
from . import bpmn_process_version
from . import bpmn_operation
from . import bpmn_instance
from . import bpmn_sweep
from . import bpmn_task
from . import bpmn_task_form
from . import bpmn_deadline
from . import bpmn_incident
from . import bpmn_history
from . import bpmn_outbox
from . import bpmn_substitution
from . import bpmn_participant
