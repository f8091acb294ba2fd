"""Annual reviews of local action plans: what was carried out in a year, entered at the desk, shown with the plan."""
