"""How the plan looks: whom to call and tell, the roster, a playbook, readiness."""
