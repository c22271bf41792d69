"""What is done, in order. Each step takes records and gives records; none knows another.

    read → segment → fingerprint → pair → align → judge → cluster

Only `read` touches files; every other step is a pure function of what it is given and of its settings.
"""
