"""One module for each CloudFormation type that ministack lacks, found by walking this folder."""
