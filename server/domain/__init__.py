"""What mentoring is: one file per concept, the same names as in pwa/src/domain/."""
