"""Declarations, the write path, access, state tables and events. No tables, no pages.

Rooms register their record types into the kernel; `people` registers who is acting and `audit`
registers where activity goes. The kernel imports no room.
"""
