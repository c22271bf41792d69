"""Data that would not fit into memory, in temporary files without a name: the system removes them however a run ends.

files    bytes, appended and read back by place
shelf    arrays in compartments, each read back whole
records  records of ours, packed
lazy     sequences whose items are made when somebody asks for them

On POSIX a file is unlinked, or never had a name, from the start; Windows deletes it when its last handle is closed. So
nothing is left behind by an error, an interrupt or a kill, and no run has to look for what another one left.
"""
