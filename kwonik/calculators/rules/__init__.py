"""What people type for numbers, months and answers; a result as a printed worksheet. Plain Python."""
