"""The doors of shelters: registers, counting, bookings."""
