from . import test_bpmn_access
from . import test_bpmn_tasks
from . import test_bpmn_time
