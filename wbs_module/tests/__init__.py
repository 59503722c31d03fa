from . import test_bpmn_access
from . import test_bpmn_tasks
from . import test_bpmn_time
from . import test_wbs_generation
from . import test_wbs_key_store
from . import test_wbs_master_key
