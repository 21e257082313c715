find_package(Qt6 6.4 REQUIRED COMPONENTS Gui)

qlab_add_gui_test(report SOURCES test_report.cpp ../lab/sample_record.cpp LINK qlab_app_report Qt6::Gui)
