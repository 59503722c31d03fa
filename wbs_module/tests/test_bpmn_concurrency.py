"""Two people, two transactions, one task: one wins, the other starts over."""

from __future__ import annotations

import threading
import time

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..models import bpmn_sql


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Real transactions on real connections, so the rows are taken away at the end."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM res_company ORDER BY id LIMIT 1")
            company = cr.fetchone()[0]
            cr.execute(
                """INSERT INTO bpmn_process (key, name, company_id, active)
                   VALUES ('race', '{"en_US": "Race"}', %s, true) RETURNING id""",
                [company],
            )
            self.process = cr.fetchone()[0]
            cr.execute(
                """INSERT INTO bpmn_process_version (process_id, company_id, number,
                       deployed_at, deployed_by_id, drawing, digest)
                   VALUES (%s, %s, 1, now(), %s, '', 'race') RETURNING id""",
                [self.process, company, SUPERUSER_ID],
            )
            self.version = cr.fetchone()[0]
            self.instances = []
            for number in range(3):
                cr.execute(
                    """INSERT INTO bpmn_instance (version_id, process_id, company_id,
                           status, started_at, state, wake_at)
                       VALUES (%s, %s, %s, 'running', now(), 'first',
                           timestamp '1990-01-01' + %s * interval '1 hour')
                       RETURNING id""",
                    [self.version, self.process, company, number],
                )
                self.instances.append(cr.fetchone()[0])
        self.addCleanup(self._take_away)

    def _take_away(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM bpmn_instance WHERE id = ANY(%s)", [self.instances])
            cr.execute("DELETE FROM bpmn_process_version WHERE id = %s", [self.version])
            cr.execute("DELETE FROM bpmn_process WHERE id = %s", [self.process])

    def test_the_second_step_never_starts_from_the_state_of_the_first(self):
        refused = []
        entered = threading.Event()

        def second():
            with self.registry.cursor() as cr:
                cr.execute("SELECT 1 FROM bpmn_instance LIMIT 1")  # its snapshot
                entered.set()
                try:
                    bpmn_sql.lock_instance(cr, self.instances[0])
                except psycopg2.errors.SerializationFailure as error:
                    refused.append(error)
                cr.rollback()

        with self.registry.cursor() as cr:
            locked = bpmn_sql.lock_instance(cr, self.instances[0])
            self.assertEqual(locked.state, b"first")
            thread = threading.Thread(target=second)
            thread.start()
            self.assertTrue(entered.wait(10))
            time.sleep(0.2)
            cr.execute(
                "UPDATE bpmn_instance SET state = 'second' WHERE id = %s",
                [self.instances[0]],
            )
        thread.join(10)
        self.assertEqual(len(refused), 1)
        with self.registry.cursor() as cr:
            locked = bpmn_sql.lock_instance(cr, self.instances[0])
            self.assertEqual(locked.state, b"second")

    def test_two_sweeps_share_what_is_due_in_order_and_never_the_same_row(self):
        with self.registry.cursor() as first, self.registry.cursor() as second:
            now = api.Environment(first, SUPERUSER_ID, {})["bpmn.time"]._now()
            due = bpmn_sql.due_instances(first, now, [], 2)
            self.assertEqual(due, self.instances[:2])
            self.assertTrue(bpmn_sql.lock_due_instance(first, now, due[0]))
            self.assertFalse(bpmn_sql.lock_due_instance(second, now, due[0]))
            self.assertTrue(bpmn_sql.lock_due_instance(second, now, due[1]))
            first.rollback()
            second.rollback()

    def test_an_instance_that_failed_gives_way_to_the_next(self):
        with self.registry.cursor() as cr:
            now = api.Environment(cr, SUPERUSER_ID, {})["bpmn.time"]._now()
            due = bpmn_sql.due_instances(cr, now, self.instances[:1], 1)
            self.assertEqual(due, self.instances[1:2])
