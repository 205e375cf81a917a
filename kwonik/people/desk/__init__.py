"""The desk's pages about people: clients, registers, accounts, the access log, the working centre."""
