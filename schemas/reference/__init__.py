"""The tables that others refer to: States, sessions, memberships, treaties and the agreed words."""
