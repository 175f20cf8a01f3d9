"""What state laws want of a school's map: rules as data (`resources/law`), checked one by one against the plans."""
