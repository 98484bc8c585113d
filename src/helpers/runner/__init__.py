"""The runner: the plan, running one chapter, the manifest, publishing, the command line."""
