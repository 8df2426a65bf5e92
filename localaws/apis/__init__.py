"""What operations of ministack's services leave out: done where a request arrives."""
