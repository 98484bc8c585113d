"""What personas bring and cost, and whom to pursue."""
