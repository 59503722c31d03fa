-- A cloned database sends nothing: what waited in the outbox is discarded, and no cron
-- of ours runs before somebody switches it on.
UPDATE bpmn_outbox SET state = 'discarded', next_attempt_at = NULL
 WHERE state IN ('pending', 'sending', 'uncertain', 'failed', 'undeliverable');
UPDATE ir_cron SET active = false
 WHERE id IN (
    SELECT res_id FROM ir_model_data
     WHERE module = 'wbs_module' AND model = 'ir.cron'
 );
UPDATE res_company SET wbs_public_name = NULL;
-- A clone reads keys, but must not sweep or destroy those of the original, whose key
-- store it may share: it gets an identity of its own.
UPDATE ir_config_parameter SET value = gen_random_uuid()::text
 WHERE key = 'database.uuid';
