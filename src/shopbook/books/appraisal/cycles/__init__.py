"""The months of appraisal: what each person is measured by in that month, who is still missing, when it is late."""
