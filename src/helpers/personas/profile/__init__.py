"""What is known of each persona, of its members and of who may come to be one."""
