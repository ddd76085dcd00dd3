module pension

go 1.19
